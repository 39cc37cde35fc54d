"""Commits a file, reads the commit with dulwich, and says that there is no server."""
import os

import pygit2
from dulwich.repo import Repo

os.mkdir('/tmp/repository')
repository = pygit2.init_repository('/tmp/repository')
with open('/tmp/repository/file', 'w') as file:
    file.write('text')
repository.index.add('file')
author = pygit2.Signature('A U Thor', 'author@example.org')
commit = repository.create_commit('HEAD', author, author, 'message', repository.index.write_tree(), [])
assert Repo('/tmp/repository').head().decode() == str(commit)
try:
    pygit2.clone_repository('https://localhost:1/none', '/tmp/clone')
except pygit2.GitError as e:
    print('a commit;', e)
