"""What users hand over: numbers, arrays, tables, structures, words; checked, and made uniform."""
