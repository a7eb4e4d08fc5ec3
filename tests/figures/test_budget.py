from hypothesis import given
from hypothesis import strategies as st

from paperglot.figures.budget import Sample, scaled_sizes, scales


def test_all_are_as_large_as_they_may_be_where_there_is_room() -> None:
    assert scales([Sample(1.5, 4_000, 3.0), Sample(1.5, 4_000, 2.0)], 120_000) == [3.0, 2.0]


def test_all_have_one_scale_where_there_is_none() -> None:
    small, large = scales([Sample(1.5, 8_000, 3.0), Sample(1.5, 12_000, 3.0)], 24_000)
    assert 1.5 < small == large < 3


def test_one_that_is_large_takes_no_more_than_its_part() -> None:
    found = scales([Sample(1.5, 200_000, 3.0), *[Sample(1.5, 8_000, 3.0)] * 5], 120_000)
    assert found[0] < 1
    assert found[1:] == [found[1]] * 5
    assert found[1] > 1.5


def test_no_images_need_no_scale() -> None:
    assert scales([], 120_000) == []


@given(
    st.lists(
        st.builds(
            Sample,
            st.floats(0.5, 3),
            st.integers(100, 400_000),
            st.floats(0.5, 3),
        ),
        min_size=1,
        max_size=20,
    ),
    st.integers(10_000, 500_000),
)
def test_together_they_fit(samples: list[Sample], budget: int) -> None:
    found = scales(samples, budget)
    sizes = [scaled_sizes([sample], scale)[0] for sample, scale in zip(samples, found, strict=True)]
    assert sum(sizes) <= budget * 1.001
    assert all(scale <= sample.largest for sample, scale in zip(samples, found, strict=True))
