"""What the views of a project do with their forms and serializers."""
