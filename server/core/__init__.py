"""What every room stands on: database, problems, audit, geometry, blobs, clock, receipts."""
