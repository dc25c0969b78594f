"""The interview without a screen: answers, questions, the way back, the file that keeps it."""
