"""For those who build the portal: how to call Padan, a client to copy, every problem explained."""
