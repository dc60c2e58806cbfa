"""What the pages say in words, by rules that stand beside each sentence."""
