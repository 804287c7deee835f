"""Large batches on Dask."""
