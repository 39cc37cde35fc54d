import ctypes

import gi

gi.require_version('Gdk', '3.0')
gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, Gio, GLib, Gtk

window = Gtk.OffscreenWindow()
window.add(Gtk.Label(label='Hello'))
window.show_all()
GLib.timeout_add(200, Gtk.main_quit)
Gtk.main()
pixels = window.get_pixbuf()
row = pixels.get_rowstride()
data = pixels.get_pixels()
colours = {data[i:i + 3] for i in range(0, row, pixels.get_n_channels())} | {
    data[y * row + x:y * row + x + 3]
    for y in range(pixels.get_height())
    for x in range(0, pixels.get_width() * pixels.get_n_channels(), pixels.get_n_channels())}

# a module that immodules.cache lists
typed = []
methods = Gtk.IMMulticontext()
methods.set_context_id('am_et')
methods.connect('commit', lambda context, text: typed.append(text))
top = Gtk.Window()
top.realize()
for key in 'h', 'a':
    event = Gdk.Event.new(Gdk.EventType.KEY_PRESS)
    event.window = top.get_window()
    event.keyval = ord(key)
    methods.filter_keypress(event.key)
typed.append(methods.get_preedit_string()[0])

# a module for printing
printers = []
library = ctypes.CDLL('libgtk-3.so.0')
library.gtk_printer_get_name.restype = ctypes.c_char_p


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def add(printer, data):
    printers.append(library.gtk_printer_get_name(ctypes.c_void_p(printer)).decode())
    return 0


library.gtk_enumerate_printers(add, None, None, 1)
# these end the process without a schema, or an icon
settings = Gio.Settings.new('org.gtk.Settings.FileChooser')
chooser = Gtk.FileChooserDialog()
chooser.show_all()
GLib.timeout_add(200, Gtk.main_quit)
Gtk.main()

print(len(colours) > 1, settings.get_string('sort-column'), Gio.TlsBackend.get_default().supports_tls(), ''.join(typed), *printers)
