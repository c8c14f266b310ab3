"""Forms that notice what somebody else saved meanwhile, keep what was typed, and show and restore history."""
