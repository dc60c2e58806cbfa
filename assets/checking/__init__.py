"""What is wrong with a return, what becomes of it, and what its sender gets back."""
