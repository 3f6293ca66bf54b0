"""Forms of intervention 2. They clean input; what may be recorded is for the actions to say."""
