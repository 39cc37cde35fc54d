import gi

gi.require_version('Gtk', '3.0')
from gi.repository import Gio, GLib, Gtk

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
print(len(colours) > 1, Gio.TlsBackend.get_default().supports_tls())
