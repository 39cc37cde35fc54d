import enchant

words = enchant.Dict('en_US')
print(words.check('hello'), words.check('helo'), 'hello' in words.suggest('helo'))
