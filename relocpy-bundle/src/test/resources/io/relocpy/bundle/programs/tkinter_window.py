import tkinter
import tkinter.font

root = tkinter.Tk()
label = tkinter.Label(root, text='Hello', font=('Helvetica', 20))
label.pack()
root.update()
family = tkinter.font.Font(font=label['font']).actual('family')
print(family, label.winfo_width() > 30)
