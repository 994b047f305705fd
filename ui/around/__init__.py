"""What is kept around groups: operations and weeks, tasking bids, local profiles, Clear-Hold-Build sites."""
