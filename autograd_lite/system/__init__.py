"""What the interpreter and the operating system are asked for: garbage, forks, files."""
