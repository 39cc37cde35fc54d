import tkinter

tcl = tkinter.Tcl()
assert tcl.eval('info library') == '/bundle/lib/tcl8.6', tcl.eval('info library')
print(tcl.eval('expr 1 + 2'), 'from Tcl')
