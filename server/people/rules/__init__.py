"""The pure meaning of people: numbers, names, working time."""
