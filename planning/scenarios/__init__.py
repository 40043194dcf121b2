"""What-ifs: what one holds, what it does to need, staff and seats, and scenarios side by side."""
