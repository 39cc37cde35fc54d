import cv2
import numpy

image = numpy.zeros((40, 60, 3), numpy.uint8)
cv2.rectangle(image, (10, 10), (49, 29), (0, 0, 255), -1)
for suffix in '.png', '.jpg', '.webp', '.tiff':
    done, data = cv2.imencode(suffix, image)
    assert done and cv2.imdecode(data, cv2.IMREAD_COLOR).shape == image.shape, suffix
_, mask = cv2.threshold(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), 10, 255, cv2.THRESH_BINARY)
contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
print(len(contours), 'rectangle of', cv2.boundingRect(contours[0])[2:])
