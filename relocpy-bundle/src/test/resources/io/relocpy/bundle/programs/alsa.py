"""Lists the devices that the configuration names."""
import alsaaudio

print(alsaaudio.pcms())
