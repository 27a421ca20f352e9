"""Stand-alone scripts that compute what is on the screen, in the libraries people use."""
