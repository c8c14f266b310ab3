"""Examples of each component, for /styleguide/. Imports what the components show."""
