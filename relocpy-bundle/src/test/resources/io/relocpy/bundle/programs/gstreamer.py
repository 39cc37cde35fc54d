import gi

gi.require_version('Gst', '1.0')
from gi.repository import Gst

Gst.init(None)
pipeline = Gst.parse_launch('audiotestsrc num-buffers=3 ! audioconvert ! fakesink')
pipeline.set_state(Gst.State.PLAYING)
message = pipeline.get_bus().timed_pop_filtered(10 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
print(message.type.first_value_nick)
pipeline.set_state(Gst.State.NULL)
