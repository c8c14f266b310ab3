"""What each page shows, one module for each page. Imports lists, search and models; views call it."""
