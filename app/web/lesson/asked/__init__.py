"""What learners ask and get wrong: the page ``/lesson/questions``.

To ask one more, add an entry to `table.ASKED`, its title ``asked.title.<name>`` in
``static/i18n/lesson``, and its answer in ``templates/lesson/questions.<language>.html``. A place
where it is answered by doing is an entry of `places.PLACES`, a number of the text one of
`numbers.NUMBERS`.
"""
