"""What a page shows, one module a page. Imports lists, search and models; views call it."""
