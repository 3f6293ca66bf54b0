"""Read hours from the file of another package: columns, words, and what each row would do."""
