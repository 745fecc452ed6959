"""What administrators keep at WhatsApp: templates, numbers, message links, and the news about them."""
