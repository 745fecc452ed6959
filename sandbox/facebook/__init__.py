"""Facebook pages in public: posts and comments."""
