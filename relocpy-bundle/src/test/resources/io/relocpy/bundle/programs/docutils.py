import docutils.core

page = docutils.core.publish_string('Title\n=====\n\n* one\n* two\n', writer_name='html').decode()
assert '<h1 class="title">Title</h1>' in page and '<li>one</li>' in page, page
print('a heading and a list')
