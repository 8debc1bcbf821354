"""What each class of a project says about its data, how the classes are linked, and where
they disagree."""
