class Rectangle:
    def __init__(self, width, height):
        self.width = width


    def area(self):
        return self.width * self.height
