import numpy

print(numpy.linalg.solve(numpy.array([[3.0, 1.0], [1.0, 2.0]]), numpy.array([9.0, 8.0])).round(6).tolist())
