import unittest
from unittest import mock


class T(unittest.TestCase):
    def setUp(self):
        self.items = [1, 2]

    def test_good(self):
        with mock.patch("os.getcwd", return_value="/x") as m:
            import os
            self.assertEqual(os.getcwd(), "/x")
        m.assert_called_once_with()

    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "inv.*"):
            int("x")
