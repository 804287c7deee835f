"""What the interpreter and the system are asked for: garbage, forks, files; lazy values."""
