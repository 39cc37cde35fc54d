from PyQt6 import QtCore, QtGui, QtWidgets

application = QtWidgets.QApplication(['program'])
label = QtWidgets.QLabel('Hello')
label.resize(200, 100)
label.show()
QtCore.QTimer.singleShot(200, application.quit)
application.exec()
image = label.grab().toImage()
colours = {image.pixel(x, y) for x in range(200) for y in range(100)}
print(application.platformName(), QtGui.QFontInfo(label.font()).family(), len(colours) > 1)
