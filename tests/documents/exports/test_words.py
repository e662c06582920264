from classifier.documents import Document
from classifier.documents.exports import WordCheck


def documents(*counts):
    return [Document("i", "t", columns={"words_stated": stated, "words_found": found}) for stated, found in counts]


def check(*counts):
    words = WordCheck()
    for document in documents(*counts):
        words.add(document)
    return words


def test_a_tenth_either_way_agrees():
    assert check((100, 90), (100, 110), (100, 89), (100, 111)) == WordCheck(stated=4, agree=2)


def test_what_states_nothing_counts_for_nothing():
    words = check((None, 5))
    words.add(Document("i", "t"))
    assert words == WordCheck()
    assert not words.is_doubtful


def test_below_nine_in_ten_is_doubtful():
    assert not check(*[(100, 100)] * 9, (100, 5)).is_doubtful
    assert check(*[(100, 100)] * 8, (100, 5), (100, 5)).is_doubtful
