"""What was seen: received, photographed, judged."""
