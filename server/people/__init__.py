"""OPDs, employees, work schedules and the calendar."""
