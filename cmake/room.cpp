// A room may consist of headers alone; a static library needs one source.
