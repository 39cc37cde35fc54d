import numpy
import scipy.integrate
import scipy.linalg
import scipy.optimize
import scipy.sparse
import scipy.sparse.linalg

area, _ = scipy.integrate.quad(numpy.sin, 0, numpy.pi)
root = scipy.optimize.brentq(lambda x: x * x - 9, 0, 10)
values = scipy.linalg.eigvalsh([[2, 1], [1, 2]])
solved = scipy.sparse.linalg.spsolve(scipy.sparse.csc_matrix([[4.0, 0], [0, 2]]), [8.0, 10])
print(round(area, 6), round(root, 6), values.round(6).tolist(), solved.tolist())
