"""What linked claims are worth: independence, grades, forecasts. Pure; every figure shows its arithmetic."""
