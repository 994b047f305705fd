"""Parts of the people page and of the forms of people."""
