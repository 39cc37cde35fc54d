import gi

gi.require_version('Gtk', '4.0')
from gi.repository import GLib, Gtk

Gtk.init()
window = Gtk.Window()
window.set_child(Gtk.Label(label='Hello'))
window.present()
chooser = Gtk.FileChooserDialog()
chooser.present()
loop = GLib.MainLoop()
GLib.timeout_add(500, loop.quit)
loop.run()
print(window.get_mapped(), chooser.get_mapped(), Gtk.get_major_version())
