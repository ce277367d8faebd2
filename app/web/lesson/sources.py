"""The works that the lesson names. To add one, add it to `SOURCES` and its name to the
sentences (``lesson.source_<key>``), and cite it in the prose of a section; `lesson/parts.html`
lists those cited in its ``sources``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """``year`` is None where it is not known for certain. Its name in the text is
    ``lesson.source_<key>``.

    ``language``: of the title (BCP 47). ``translation``: of a title that is not English.
    """

    authors: str
    title: str
    published: str
    year: int | None = None
    language: str = "en"
    translation: str | None = None
    address: str | None = None


SOURCES: dict[str, Source] = {
    "agh": Source(
        "Mariusz Bernacki, Przemysław Włodarczyk",
        "Principles of training multi-layer neural network using backpropagation",
        "AGH University of Science and Technology, Kraków",
        address="http://home.agh.edu.pl/~vlsi/AI/backp_t_en/backprop.html",
    ),
    "lee": Source(
        "Hung-yi Lee (李宏毅)",
        "ML Lecture 7: Backpropagation",
        "National Taiwan University",
    ),
    "linnainmaa": Source(
        "Seppo Linnainmaa",
        "Algoritmin kumulatiivinen pyöristysvirhe yksittäisten pyöristysvirheiden "
        "Taylor-kehitelmänä",
        "Master's thesis, University of Helsinki",
        1970,
        "fi",
        "The representation of the cumulative rounding error of an algorithm as a Taylor expansion "
        "of the local rounding errors",
    ),
    "werbos": Source(
        "Paul J. Werbos",
        "Beyond Regression: New Tools for Prediction and Analysis in the Behavioral Sciences",
        "Doctoral thesis, Harvard University",
        1974,
    ),
    "rumelhart": Source(
        "David E. Rumelhart, Geoffrey E. Hinton, Ronald J. Williams",
        "Learning representations by back-propagating errors",
        "Nature 323, 533–536",
        1986,
        address="https://doi.org/10.1038/323533a0",
    ),
}
