# compare: stderr
raise KeyboardInterrupt
