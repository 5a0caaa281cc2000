"""How claims hang together: same speaker, same proposition, contradiction, shift, repetition. Pure."""
