"""The Graph API's own manners: errors, fields, paging, dispatch."""
