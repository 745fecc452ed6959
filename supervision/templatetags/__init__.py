"""What the templates of supervision need beyond those of Django."""
