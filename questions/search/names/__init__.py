"""Who and what has which name: members, constituencies, posts, departments and topics. Imports models, text, index."""
