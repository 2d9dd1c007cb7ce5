"""What stands around every page: address, view, live snapshot, controls, banners."""
