"""What the platforms send by themselves: subscriptions and deliveries."""
