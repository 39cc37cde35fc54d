import babel

print(', '.join(babel.Locale(locale).territories['JP'] for locale in ('de', 'fr', 'ja')))
